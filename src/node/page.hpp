/// The page that a node shows to browsers at its RPC port; its files are in explorer/ and in this program.
#pragma once

#include <optional>
#include <string_view>

namespace serinus::node {

struct PageFile {
    std::string_view content_type;
    std::string_view content;
};

/// `path` as a browser asks for it: "/", "/app.js".
std::optional<PageFile> find_page(std::string_view path) noexcept;

}  // namespace serinus::node
