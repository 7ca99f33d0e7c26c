use contract::account::Device;

use crate::t;

/// « Firefox, Android », as far as the browser says so.
pub fn device_text(device: &Device) -> String {
    let parts: Vec<_> = [&device.browser, &device.system].into_iter().flatten().cloned().collect();
    if parts.is_empty() { t!(device.unknown) } else { parts.join(", ") }
}
