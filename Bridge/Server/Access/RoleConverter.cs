using System.Text.Json;
using System.Text.Json.Serialization;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>Roles by name in JSON.</summary>
internal sealed class RoleConverter : JsonConverter<Role>
{
    public override Role Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RoleNames.Find(reader.GetString() ?? "") ?? throw new JsonException($"'{reader.GetString()}' is none of the roles {string.Join(", ", RoleNames.All)}");

    public override void Write(Utf8JsonWriter writer, Role value, JsonSerializerOptions options) => writer.WriteStringValue(RoleNames.Of(value));
}
