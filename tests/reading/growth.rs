//! What files that are refused do to the program that is asked to read them.

use std::fs;

use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};

use crate::corpus;
use crate::program::{Running, Scratch};

/// Kilobytes that the process holds, as this line of its status says.
fn memory(process: u32, line: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let value = status.lines().find_map(|said| said.strip_prefix(line)).unwrap();
    value.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Somebody who uploads files.
struct Uploader {
    client: reqwest::Client,
    address: String,
}

impl Uploader {
    async fn signed_in(demo: &Running) -> Uploader {
        let address = demo.line("Address: ");
        let (email, password) = (demo.line("Sign in: "), demo.line("Password: "));
        let client = reqwest::Client::builder().cookie_store(true).no_proxy().build().unwrap();
        let uploader = Uploader { client, address };
        let form = [("email", email), ("password", password)];
        let request = uploader.client.post(format!("{}/sign-in", uploader.address)).form(&form);
        assert_eq!(request.header(ORIGIN, &uploader.address).send().await.unwrap().status(), 200);
        uploader
    }

    async fn upload(&self, file: Vec<u8>) -> u16 {
        let form = Form::new()
            .text("form_id", uuid::Uuid::now_v7().to_string())
            .part("file", Part::bytes(file).file_name("people.xlsx"));
        let url = format!("{}/w/nordlicht/settings/invite/import", self.address);
        let request = self.client.post(url).header(ORIGIN, &self.address).multipart(form);
        request.send().await.unwrap().status().as_u16()
    }
}

#[tokio::test]
async fn a_file_that_is_refused_lets_the_program_grow_by_less_than_32_mb() {
    let scratch = Scratch::new();
    let demo = Running::start(&scratch, &["demo", "--address", "127.0.0.1:0"]);
    let uploader = Uploader::signed_in(&demo).await;
    assert_eq!(uploader.upload(b"E-mail\nanna@example.com\n".to_vec()).await, 200);
    let mut wrong = Vec::new();
    for (name, file, _) in corpus::all().filter(|(_, _, verdict)| verdict.is_err()) {
        let before = memory(demo.id(), "VmRSS:");
        // From here on the most it holds is counted anew.
        fs::write(format!("/proc/{}/clear_refs", demo.id()), "5").unwrap();
        let status = uploader.upload(file).await;
        let grown = memory(demo.id(), "VmHWM:").saturating_sub(before);
        if status != 422 || grown >= 32 * 1024 {
            wrong.push(format!("{name}: {status}, {grown} kB"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
