//! A mail server that does what a test tells it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

#[derive(Clone, Copy)]
pub enum Mood {
    Takes,
    /// To each recipient.
    Answers(&'static str),
    /// In the middle of the message.
    HangsUp,
}

struct State {
    mood: Mood,
    conversations: usize,
    taken: Vec<String>,
    heard: String,
}

pub struct Server {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub async fn start(mood: Mood) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state =
            Arc::new(Mutex::new(State { mood, conversations: 0, taken: Vec::new(), heard: String::new() }));
        let shared = state.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                shared.lock().unwrap().conversations += 1;
                tokio::spawn(converse(stream, shared.clone()));
            }
        });
        Server { address, state }
    }

    pub fn change(&self, mood: Mood) {
        self.state.lock().unwrap().mood = mood;
    }

    pub fn taken(&self) -> Vec<String> {
        self.state.lock().unwrap().taken.clone()
    }

    pub fn heard(&self) -> String {
        self.state.lock().unwrap().heard.clone()
    }

    pub fn conversations(&self) -> usize {
        self.state.lock().unwrap().conversations
    }
}

async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let mood = state.lock().unwrap().mood;
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 test\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        state.lock().unwrap().heard.push_str(&line);
        let command = line.split([' ', ':', '\r']).next().unwrap_or_default().to_uppercase();
        let answer = match (command.as_str(), mood) {
            ("RCPT", Mood::Answers(answer)) => answer,
            ("DATA", Mood::HangsUp) => return Ok(()),
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n").await?;
                let message = read_message(&mut stream).await?;
                state.lock().unwrap().taken.push(message);
                "250 taken"
            }
            ("QUIT", _) => return stream.write_all(b"221 bye\r\n").await,
            ("EHLO", _) => "250-test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
            _ => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn read_message(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut message = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(message);
        }
        message.push_str(&line);
    }
}
