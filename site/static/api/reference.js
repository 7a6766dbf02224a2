// Starts Swagger UI on the API's description; writes carry the CSRF token of the page.
(function () {
  "use strict";
  const place = document.getElementById("api-reference");
  const settings = JSON.parse(document.getElementById("swagger-settings").textContent);
  settings.domNode = place;
  settings.presets = [window.SwaggerUIBundle.presets.apis];
  settings.requestInterceptor = function (request) {
    request.headers["X-CSRFToken"] = place.dataset.csrfToken;
    return request;
  };
  const scheme = document.documentElement.dataset.scheme;
  const evening = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = function () {
    const isDark = scheme === "evening" || (scheme !== "day" && evening.matches);
    document.documentElement.classList.toggle("dark-mode", isDark);
  };
  follow();
  evening.addEventListener("change", follow);
  window.SwaggerUIBundle(settings);
})();
