#include "node/page.hpp"

#include <algorithm>
#include <iterator>

namespace serinus::node {
namespace {

struct Entry {
    std::string_view path;
    PageFile file;
};

constexpr std::string_view content_type(std::string_view kind) {
    if (kind == ".html") return "text/html; charset=utf-8";
    if (kind == ".css") return "text/css; charset=utf-8";
    if (kind == ".txt") return "text/plain; charset=utf-8";
    return "text/javascript; charset=utf-8";
}

/// `kind` is the end of the file's name.
template <size_t N>
constexpr Entry entry(std::string_view path, std::string_view kind, const char (&bytes)[N]) {
    return {path, {content_type(kind), {bytes, N}}};
}

// Written when explorer/ is bundled: an array for each file of the page, and kFiles.
#include "page_files.inc"

}  // namespace

std::optional<PageFile> find_page(std::string_view path) noexcept {
    const auto* found = std::ranges::find(kFiles, path == "/" ? "/index.html" : path, &Entry::path);
    return found == std::end(kFiles) ? std::nullopt : std::optional(found->file);
}

}  // namespace serinus::node
