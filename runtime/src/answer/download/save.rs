//! Saves a download: it is written to a file beside the path, which is renamed once it is complete.

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
    /// Saves the body as a file and returns the number of bytes.
    ///
    /// It is written to a temporary file beside the path. That file replaces the one at the path only once all bytes
    /// are on the disk. If anything goes wrong before, or the future is dropped, the file at the path stays as it was
    /// and the temporary file is removed.
    ///
    /// [`Request::save_to`](crate::Request::save_to) notices before anything is sent that the path cannot be written
    /// to.
    ///
    /// Requires the feature `files`.
    ///
    /// # Errors
    ///
    /// A path that cannot be written to, for which [`is_save`](Problem::is_save) is true; a connection that failed; a
    /// timeout or a deadline that passed.
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
            "`{}` cannot be written: tokio writes files, so the call must be awaited in its runtime, such as below \
             `#[tokio::main]`; with the feature `blocking`, use `.save_to_blocking(..)`",
            draft.operation.id
        ));
    }
    Aside::create(path).await
}

/// A temporary file, which is to replace another one. It is removed if it is dropped before that.
pub(crate) struct Aside {
    file: File,
    part: Part,
    target: PathBuf,
    /// The name as messages show it.
    name: String,
}

/// The path of a file that is removed on drop, unless it was renamed.
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
                return Err(format!("the path {name} is a folder: pass the path of a file"));
            }
            // A device or a pipe would be replaced by a file.
            Ok(metadata) if !metadata.is_file() => {
                return Err(format!(
                    "the path {name} is not a regular file, so it cannot be replaced: read the pieces with `.next()` \
                     instead"
                ));
            }
            // A symbolic link stays; the file that it leads to is replaced.
            Ok(_) => tokio::fs::canonicalize(&path).await.map_err(|error| fault(&name, &error))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path,
            Err(error) => return Err(fault(&name, &error)),
        };
        let Some(file_name) = target.file_name() else {
            return Err(format!("the path {name} does not end with the name of a file"));
        };
        let mut aside_name = std::ffi::OsString::from(".");
        // The name of the file and the rest must fit into the 255 bytes that most file systems allow.
        aside_name.push(file_name.to_string_lossy().chars().take(40).collect::<String>());
        aside_name.push(format!(".{:016x}.part", unguessable()));
        let path = target.with_file_name(aside_name);
        // The file and its guard are made in one step on a thread. If nobody waits for them any more, both are dropped
        // and the file is removed.
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
        // tokio writes in the background, and only this call returns the error of a write.
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
            // If this fails, nothing can be done and nobody can be told.
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
