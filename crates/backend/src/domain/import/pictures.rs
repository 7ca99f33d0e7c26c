//! The pictures that offers name: made, and staged.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::{
    Failure, Job,
    read::{Read, Wanted},
};
use crate::{
    args,
    db::{
        Arg,
        import::{
            Staging,
            table::{PICTURE, PICTURED, VARIANT_PICTURE},
        },
    },
    pictures::{Made, Workshop},
};

type Outcomes = Vec<Result<Made, String>>;

pub async fn make_all(staging: &Staging, job: &Job, read: &mut Read) -> Result<(), Failure> {
    let wanted = std::mem::take(&mut read.pictures);
    if job.check || job.without_pictures || wanted.offers.is_empty() {
        return Ok(());
    }
    let wanted = Arc::new(wanted);
    let outcomes = make(job, Arc::clone(&wanted)).await?;
    for (outcome, met) in outcomes.iter().zip(&wanted.met) {
        if let Err(reason) = outcome {
            let mut error = met.clone();
            error.reason.clone_from(reason);
            read.problems.add(error);
        }
    }
    stage(staging, &wanted, &outcomes).await?;
    Ok(())
}

async fn make(job: &Job, wanted: Arc<Wanted>) -> Result<Outcomes, Failure> {
    let (options, progress) = (job.pictures.clone(), Arc::clone(&job.progress));
    let working = tokio::task::spawn_blocking(move || {
        let workshop = Workshop::new(options)?;
        let (done, total) = (AtomicU64::new(0), wanted.links.len() as u64);
        Ok(workshop.make_all(&wanted.links, &|| {
            progress.at("pictures", done.fetch_add(1, Ordering::Relaxed) + 1, total);
        }))
    });
    let worked =
        working.await.map_err(|error| Failure::Pictures(format!("making pictures stopped: {error}")))?;
    worked.map_err(Failure::Pictures)
}

async fn stage(staging: &Staging, wanted: &Wanted, outcomes: &Outcomes) -> Result<(), Failure> {
    let mut seen = std::collections::HashSet::new();
    let made = outcomes.iter().flatten().filter(|made| seen.insert(made.id.as_str()));
    staging.append(&PICTURE, made.map(picture).collect()).await?;
    let (mut pictured, mut pictures): (Vec<Vec<Arg>>, Vec<Vec<Arg>>) = (Vec::new(), Vec::new());
    for (sku, links, known) in &wanted.offers {
        let mut made: Vec<&Made> = links.iter().filter_map(|link| outcomes[*link].as_ref().ok()).collect();
        made.dedup_by(|a, b| a.id == b.id);
        // Pictures that cannot be had today do not take away those of yesterday.
        if made.is_empty() && !links.is_empty() && *known {
            continue;
        }
        pictured.push(args![sku]);
        for (position, made) in (0_i64..).zip(made) {
            pictures.push(args![sku, position, &made.id]);
        }
    }
    staging.append(&PICTURED, pictured).await?;
    staging.append(&VARIANT_PICTURE, pictures).await?;
    Ok(())
}

fn picture(made: &Made) -> Vec<Arg> {
    let widths: Vec<String> = made.widths.iter().map(u32::to_string).collect();
    args![&made.id, made.width, made.height, widths.join(","), &made.colour]
}
