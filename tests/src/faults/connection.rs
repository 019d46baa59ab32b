//! One connection: requests are read, and what the script says is done.

use std::io::Result;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::act::{Act, Moment, Step};
use super::read::Reader;
use super::wire::Site;

/// A stream that can be made to end with a reset.
pub(super) trait Socket: AsyncRead + AsyncWrite + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Socket for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// Serves a connection until it ends. A client may leave whenever it likes, so no error is one of the server.
pub(super) async fn serve(site: &Site, stream: TcpStream) {
    let _open = site.journal.opened();
    // A part of an answer is to leave at once, not when more has come together.
    drop(stream.set_nodelay(true));
    drop(match site.tls() {
        None => converse(site, stream).await,
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => converse(site, stream).await,
            Err(fault) => Err(fault),
        },
    });
}

async fn converse(site: &Site, stream: impl Socket) -> Result<()> {
    let mut reader = Reader::new(stream);
    let mut closing = site.closing();
    let mut next = site.planned(Moment::Accepted);
    loop {
        if let Some(act) = next.take() {
            if !perform(site, &mut reader, act).await? {
                return Ok(());
            }
            continue;
        }
        let begun = tokio::select! {
            begun = reader.begun() => begun?,
            _ = closing.changed() => false,
        };
        if !begun {
            return Ok(());
        }
        next = site.planned(Moment::Begun);
        if next.is_some() {
            continue;
        }
        let Some(mut request) = reader.head().await? else { return Ok(()) };
        next = site.planned(Moment::Head);
        if next.is_none() {
            let body = reader.body(&request).await?;
            request = request.with_body(body);
            next = Some(site.act_on(&request));
        }
        site.journal.note(request);
    }
}

/// Whether the connection goes on.
async fn perform<S: Socket>(site: &Site, reader: &mut Reader<S>, act: Act) -> Result<bool> {
    for step in act.steps {
        match step {
            Step::Write(bytes) => write(site, reader, &bytes).await?,
            Step::Drip { bytes, every } => drip(site, reader, &bytes, every).await?,
            Step::Repeat { piece, total } => {
                let mut written = 0;
                while written < total {
                    write(site, reader, &piece).await?;
                    written += piece.len() as u64;
                }
            }
            Step::Silence => {
                reader.until_gone().await;
                return Ok(false);
            }
            Step::Close => {
                reader.stream.shutdown().await?;
                return Ok(false);
            }
            Step::Reset => {
                // With nothing to linger for, the kernel sends a reset when the socket is closed.
                socket2::SockRef::from(reader.stream.tcp()).set_linger(Some(Duration::ZERO))?;
                return Ok(false);
            }
        }
    }
    Ok(true)
}

async fn drip<S: Socket>(
    site: &Site,
    reader: &mut Reader<S>,
    bytes: &[u8],
    every: Duration,
) -> Result<()> {
    // The pace is the fault itself: nothing is waited for.
    let mut pace = tokio::time::interval(every);
    for byte in bytes {
        tokio::select! {
            _ = pace.tick() => {}
            () = reader.until_gone() => return Err(std::io::ErrorKind::BrokenPipe.into()),
        }
        write(site, reader, &[*byte]).await?;
    }
    Ok(())
}

async fn write<S: Socket>(site: &Site, reader: &mut Reader<S>, bytes: &[u8]) -> Result<()> {
    reader.stream.write_all(bytes).await?;
    reader.stream.flush().await?;
    site.journal.wrote(bytes.len());
    Ok(())
}
