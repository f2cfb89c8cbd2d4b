#include "node/page.hpp"

#include <algorithm>
#include <iterator>

namespace serinus::node {
namespace {

constexpr char kIndex[] = {
#embed "index.html"
};
constexpr char kStyle[] = {
#embed "style.css"
};
constexpr char kApp[] = {
#embed "app.js"
};
constexpr char kBlake2b[] = {
#embed "blake2b.js"
};
constexpr char kMetadata[] = {
#embed "metadata.js"
};
constexpr char kRpc[] = {
#embed "rpc.js"
};
constexpr char kScale[] = {
#embed "scale.js"
};
constexpr char kText[] = {
#embed "text.js"
};

constexpr const char* kHtml = "text/html; charset=utf-8";
constexpr const char* kCss = "text/css; charset=utf-8";
constexpr const char* kJs = "text/javascript; charset=utf-8";

template <size_t N>
constexpr std::string_view all(const char (&bytes)[N]) {
    return {bytes, N};
}

struct Entry {
    std::string_view path;
    PageFile file;
};

constexpr Entry kFiles[] = {
    {"/", {kHtml, all(kIndex)}},   {"/index.html", {kHtml, all(kIndex)}}, {"/style.css", {kCss, all(kStyle)}},
    {"/app.js", {kJs, all(kApp)}}, {"/blake2b.js", {kJs, all(kBlake2b)}}, {"/metadata.js", {kJs, all(kMetadata)}},
    {"/rpc.js", {kJs, all(kRpc)}}, {"/scale.js", {kJs, all(kScale)}},     {"/text.js", {kJs, all(kText)}},
};

}  // namespace

std::optional<PageFile> find_page(std::string_view path) noexcept {
    const auto* found = std::ranges::find(kFiles, path, &Entry::path);
    return found == std::end(kFiles) ? std::nullopt : std::optional(found->file);
}

}  // namespace serinus::node
