//! Saving what comes: written aside and renamed once all is there.

use std::future::poll_fn;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use tokio::fs::File;
use tokio::io::AsyncWrite as _;

use super::Download;
use crate::base::text::{quoted, unguessable};
use crate::call::draft::Draft;
use crate::error::{Kind, Problem};

impl Download {
    /// Saves it as a file, and gives the number of bytes.
    ///
    /// They are written to a file beside it, which takes its place (and that of a file that was there) only once all
    /// of them are on the disk. Whatever goes wrong before, the file that was there is left as it was, and nothing
    /// half-written remains; likewise if the future is dropped.
    ///
    /// [`Request::save_to`](crate::Request::save_to) finds out before anything is sent whether the path can be written.
    ///
    /// # Errors
    ///
    /// The path cannot be written ([is a save error](Problem::is_save)), or the answer broke off or took too long.
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Problem> {
        let aside = aside(&self.incoming.draft, path.as_ref().to_owned()).await;
        let aside = aside.map_err(|text| self.incoming.problem(Kind::Save, text))?;
        self.save(aside).await
    }

    pub(crate) async fn save(mut self, mut aside: Aside) -> Result<u64, Problem> {
        let mut saved = 0;
        while let Some(piece) = self.try_next().await? {
            let written = aside.write(&piece).await;
            written.map_err(|text| self.incoming.problem(Kind::Save, text))?;
            saved += piece.len() as u64;
        }
        aside.finish().await.map_err(|text| self.incoming.problem(Kind::Save, text))?;
        Ok(saved)
    }
}

pub(crate) async fn aside(draft: &Draft, path: PathBuf) -> Result<Aside, String> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(format!(
            "`{}` cannot be saved: files are written by tokio, and the call is not awaited in its runtime: await \
             it below `#[tokio::main]`, or make it by `.send_blocking()` (feature `blocking`)",
            draft.operation.id
        ));
    }
    Aside::create(path).await
}

/// A file beside the one that it will take the place of. Dropped before that, it is removed.
pub(crate) struct Aside {
    file: File,
    part: Part,
    target: PathBuf,
    /// As messages show it.
    name: String,
}

/// The path of a file that is removed, unless it was renamed.
struct Part {
    path: PathBuf,
    renamed: bool,
}

impl Part {
    /// Creates the file.
    fn create(path: PathBuf) -> io::Result<(std::fs::File, Self)> {
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok((file, Self { path, renamed: false }))
    }
}

impl Aside {
    async fn create(path: PathBuf) -> Result<Self, String> {
        let name = quoted(&path.to_string_lossy());
        let target = match tokio::fs::metadata(&path).await {
            Ok(metadata) if metadata.is_dir() => {
                return Err(format!("{name} is a folder, expected the path of a file"));
            }
            // A device or a pipe would be replaced by a file.
            Ok(metadata) if !metadata.is_file() => {
                return Err(format!("{name} is no ordinary file"));
            }
            // What a link leads to is replaced, and not the link.
            Ok(_) => tokio::fs::canonicalize(&path).await.map_err(|error| fault(&name, &error))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path,
            Err(error) => return Err(fault(&name, &error)),
        };
        let Some(file_name) = target.file_name() else {
            return Err(format!("{name} is no path of a file"));
        };
        let mut aside_name = std::ffi::OsString::from(".");
        // The name of the file and the rest must fit into the 255 bytes that most file systems allow.
        aside_name.push(file_name.to_string_lossy().chars().take(40).collect::<String>());
        aside_name.push(format!(".{:016x}.part", unguessable()));
        let path = target.with_file_name(aside_name);
        // The file and what removes it are made as one, on a thread that goes on where nobody waits for it any more: what
        // it then gives is dropped.
        let created = tokio::task::spawn_blocking(|| Part::create(path)).await;
        let created = created.map_err(io::Error::other).and_then(|created| created);
        let (file, part) = created.map_err(|error| fault(&name, &error))?;
        Ok(Self { file: File::from_std(file), part, target, name })
    }

    async fn write(&mut self, mut bytes: &[u8]) -> Result<(), String> {
        while !bytes.is_empty() {
            let written =
                poll_fn(|context| Pin::new(&mut self.file).poll_write(context, bytes)).await;
            let written = written.map_err(|error| fault(&self.name, &error))?;
            bytes = bytes.get(written..).unwrap_or_default();
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<(), String> {
        self.flush().await.map_err(|error| fault(&self.name, &error))?;
        tokio::fs::rename(&self.part.path, &self.target)
            .await
            .map_err(|error| fault(&self.name, &error))?;
        self.part.renamed = true;
        Ok(())
    }

    async fn flush(&mut self) -> io::Result<()> {
        // tokio writes behind, and tells of a write that failed only here.
        poll_fn(|context| Pin::new(&mut self.file).poll_flush(context)).await?;
        self.file.sync_all().await
    }
}

fn fault(name: &str, error: &io::Error) -> String {
    format!("{name} cannot be written: {error}")
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.renamed {
            // Nothing can be done, and nobody be told, if that fails.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// What a disk that is full does to a file that is being written.
    #[test]
    fn a_full_disk_is_told_of_before_the_file_is_renamed() {
        let folder = std::env::temp_dir().join(format!("clientwright-{:x}", unguessable()));
        std::fs::create_dir(&folder).unwrap();
        let run = tokio::runtime::Builder::new_current_thread().build().unwrap();
        run.block_on(async {
            let mut aside = Aside::create(folder.join("saved")).await.unwrap();
            aside.file = tokio::fs::OpenOptions::new().write(true).open("/dev/full").await.unwrap();
            let text = async {
                aside.write(b"some").await?;
                aside.finish().await
            };
            let text = text.await.unwrap_err();
            assert!(text.contains("cannot be written: No space left"), "{text}");
        });
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        std::fs::remove_dir(&folder).unwrap();
    }
}
