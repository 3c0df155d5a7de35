//! Style sheets, scripts, fonts and icons: embedded, named by their content, compressed once.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use actix_web::http::header::{self, AcceptEncoding, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, web};
use libdeflater::{CompressionLvl, Compressor};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::error::{AppError, AppResult};

#[derive(RustEmbed)]
#[folder = "static"]
struct Files;

struct Asset {
    mime: String,
    digest: String,
    body: Vec<u8>,
    brotli: OnceLock<Vec<u8>>,
    gzip: OnceLock<Vec<u8>>,
}

/// How a file is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
    Identity,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for name in Files::iter().filter(|name| !name.ends_with(".css") && !name.ends_with(".js")) {
        if let Some(file) = Files::get(&name) {
            let asset = Asset::new(file.metadata.mimetype(), file.data.into_owned());
            all.insert(name.into_owned(), asset);
        }
    }
    let mut css = bare(&joined(".css"));
    for (name, asset) in &all {
        css = css.replace(&format!("/static/{name}"), &asset.path(name));
    }
    let js = format!("\"use strict\";\n{}", joined(".js"));
    all.insert("app.css".to_owned(), Asset::new("text/css; charset=utf-8", css.into()));
    all.insert("app.js".to_owned(), Asset::new("text/javascript; charset=utf-8", js.into()));
    all
});

/// The address of a static file, which changes with its content: `/static/app.1a2b3c4d.css`.
/// An unknown name gives an address that answers 404.
pub fn path(name: &str) -> String {
    ASSETS.get(name).map_or_else(|| format!("/static/{name}"), |asset| asset.path(name))
}

/// `GET /static/{name}`
pub async fn show(name: web::Path<String>, request: HttpRequest) -> AppResult<HttpResponse> {
    let asset = find(&name).ok_or(AppError::NotFound)?;
    let coding = asset.coding_for(&request);
    let tag = asset.tag(coding);
    let known = is_known(&tag, &request);
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::CONTENT_ENCODING, coding.name()))
        .insert_header(header::ETag(tag));
    if known {
        return Ok(response.finish());
    }
    Ok(response
        .insert_header((header::CONTENT_TYPE, asset.mime.as_str()))
        .body(asset.coded(coding)))
}

impl Asset {
    fn new(mime: &str, body: Vec<u8>) -> Asset {
        let digest = Sha256::digest(&body)[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        let (brotli, gzip) = (OnceLock::new(), OnceLock::new());
        Asset { mime: mime.to_owned(), digest, body, brotli, gzip }
    }

    fn path(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((stem, ending)) => format!("/static/{stem}.{}.{ending}", self.digest),
            None => format!("/static/{name}.{}", self.digest),
        }
    }

    /// Fonts are compressed in themselves.
    fn is_text(&self) -> bool {
        self.mime.starts_with("text/") || self.mime.contains("svg")
    }

    /// The smallest of what the browser takes, in whatever order it names them.
    fn coding_for(&self, request: &HttpRequest) -> Coding {
        let Ok(accepted) = AcceptEncoding::parse(request) else { return Coding::Identity };
        let takes = |coding: header::Encoding| {
            accepted.negotiate([coding.clone()].iter()).is_some_and(|best| best == coding)
        };
        if !self.is_text() {
            Coding::Identity
        } else if takes(header::Encoding::brotli()) {
            Coding::Brotli
        } else if takes(header::Encoding::gzip()) {
            Coding::Gzip
        } else {
            Coding::Identity
        }
    }

    fn coded(&'static self, coding: Coding) -> &'static [u8] {
        match coding {
            Coding::Brotli => self.brotli.get_or_init(|| brotli(&self.body)),
            Coding::Gzip => self
                .gzip
                .get_or_init(|| gzip(&self.body, &mut Compressor::new(CompressionLvl::best()))),
            Coding::Identity => &self.body,
        }
    }

    /// Each coding has a tag of its own, for they differ byte by byte.
    fn tag(&self, coding: Coding) -> EntityTag {
        EntityTag::new_strong(format!("{}-{}", self.digest, coding.name()))
    }
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Coding::Brotli => "br",
            Coding::Gzip => "gzip",
            Coding::Identity => "identity",
        }
    }
}

/// The file whose present address this is; an old address is not answered with new content.
fn find(requested: &str) -> Option<&'static Asset> {
    let (rest, ending) = requested.rsplit_once('.')?;
    let (stem, digest) = rest.rsplit_once('.')?;
    ASSETS.get(&format!("{stem}.{ending}")).filter(|asset| asset.digest == digest)
}

/// Whether the browser holds exactly this already.
fn is_known(tag: &EntityTag, request: &HttpRequest) -> bool {
    if !request.headers().contains_key(header::IF_NONE_MATCH) {
        return false;
    }
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}

/// All files of this ending in the order of their names: `app.css` and `app.js` are made of them.
fn joined(ending: &str) -> String {
    let mut names: Vec<_> = Files::iter().filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
        .iter()
        .filter_map(|name| Files::get(name))
        .map(|file| String::from_utf8_lossy(&file.data).into_owned())
        .collect()
}

/// Style sheets without their comments and indents, which nobody reads where they are sent.
fn bare(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().into_iter();
    let rest = parts.filter_map(|part| part.split_once("*/")).map(|(_, rest)| rest);
    let plain: String = first.chain(rest).collect();
    plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn brotli(body: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    // Memory takes every byte: neither this nor the other fails.
    let _ = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22).write_all(body);
    packed
}

/// The bytes as one gzip file.
pub fn gzip(body: &[u8], packer: &mut Compressor) -> Vec<u8> {
    let mut packed = vec![0; packer.gzip_compress_bound(body.len())];
    // What is as long as the bound takes every body.
    let length = packer.gzip_compress(body, &mut packed).unwrap_or_default();
    packed.truncate(length);
    packed
}
