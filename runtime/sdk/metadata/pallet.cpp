#include "runtime/sdk/metadata/pallet.hpp"

namespace serinus::sdk::metadata::detail {

std::vector<std::string> pallet_path(std::string_view pallet, const char* leaf) {
    auto path = path_of(pallet);
    path.back() = "pallet";
    path.emplace_back(leaf);
    return path;
}

Docs docs_or(Docs docs, const char* otherwise) { return docs.empty() ? Docs{otherwise} : std::move(docs); }

}  // namespace serinus::sdk::metadata::detail
