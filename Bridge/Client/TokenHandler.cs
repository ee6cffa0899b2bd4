using System.Net.Http.Headers;

namespace FijiBridge.Bridge.Client;

/// <summary>Shows the token with each call.</summary>
internal sealed class TokenHandler(string token, HttpMessageHandler next) : DelegatingHandler(next)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }
}
