//! A caller who wrote this against the first output, and must not notice the second.

use crate::client::example::things::{self, Circle, Colour, Gone, Shape, Thing, ThingId};
use crate::client::example::{Client, ClientBuilder, Envelope, Error, Failure, Server};
use crate::client::{Page, Response, Secret};

/// A client.
pub fn client() -> Result<Client, Error> {
    let builder: ClientBuilder = Client::builder().token("token").account("account").server(Server::Test);
    builder.build().or_else(|_| Client::from_env())
}

/// Calls everything.
pub async fn calls(client: Client, id: &ThingId) -> Result<(), Error> {
    let things: things::Things = client.things();
    let get: things::Get = things.get(id);
    let thing: Thing = get.await?;
    let page: Page<Thing> = things.list().await?;
    let named: things::Create = things.create("name").size(3);
    let created: Thing = named.header("X-Own", "1").await?;
    let answer: Envelope<Thing> = things.create(String::from("other")).envelope().await?;
    let shape: Shape = things.replace("id", &created).await?;
    let gone: Option<Gone> = client.with_account("other").things().delete(&thing.id).await?;
    let whole: Response<Thing> = things.get("id").response().await?;
    drop((page, answer.ok, answer.result, shape, gone, whole));
    Ok(())
}

/// Builds and takes apart values.
pub fn values(shape: Shape) -> Thing {
    let mut thing = Thing::new("id", Colour::Red).shape(Circle::new(1.0));
    thing.shape = match shape {
        Shape::Circle(circle) if circle.radius > 1.0 => None,
        Shape::String(text) => Some(Shape::from(text)),
        other => Some(other),
    };
    thing.colour = match thing.colour {
        Colour::Red => Colour::Green,
        Colour::Unknown(name) => Colour::from(name),
        _ => "red".into(),
    };
    let Thing { id, .. } = &thing;
    assert!(!id.as_str().is_empty() && thing == thing.clone());
    thing
}

/// Looks at a failure.
pub fn failure(error: &Error) -> Option<String> {
    let failure: Option<&Failure> = error.failure();
    failure.map(|failure| failure.message.clone())
}

/// Names the data of an endpoint, and the first secret.
pub fn data() -> (&'static str, Secret) {
    (things::GET.operation().id.as_ref(), Secret::from("token"))
}
