#include "rpc/methods/runtime_texts.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/metadata.hpp"

namespace serinus::rpc {

Result<RuntimeTexts::Text, RpcError> RuntimeTexts::version(chain::Client& client, const Hash256& block) {
    const auto loaded = open_runtime(client, block);
    if (!loaded) return Err(state_error(loaded.error()));
    if (Text known = find(loaded->runtime, &Texts::version)) return known;
    return keep(loaded->runtime, &Texts::version, boost::json::serialize(runtime_version_json(loaded->version)));
}

Result<RuntimeTexts::Text, RpcError> RuntimeTexts::metadata(chain::Client& client, const Call& call,
                                                            const Hash256& block) {
    const auto loaded = open_runtime(client, block);
    if (!loaded) return Err(state_error(loaded.error()));
    if (Text known = find(loaded->runtime, &Texts::metadata)) return known;
    const auto metadata = ask_runtime(client, call, block, runtime_api::metadata::kMetadata, {});
    if (!metadata) return Err(state_error(metadata.error()));
    return keep(loaded->runtime, &Texts::metadata, '"' + to_hex_prefixed(*metadata) + '"');
}

RuntimeTexts::Text RuntimeTexts::find(const std::shared_ptr<const executor::Runtime>& runtime, Which which) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(texts_, [&](const Texts& one) { return one.runtime.lock() == runtime; });
    return found == texts_.end() ? nullptr : (*found).*which;
}

RuntimeTexts::Text RuntimeTexts::keep(const std::shared_ptr<const executor::Runtime>& runtime, Which which,
                                      std::string text) {
    auto kept = std::make_shared<const std::string>(std::move(text));
    const std::lock_guard lock(mutex_);
    auto found = std::ranges::find_if(texts_, [&](const Texts& one) { return one.runtime.lock() == runtime; });
    if (found == texts_.end()) {
        found = std::prev(texts_.end());
        *found = Texts{.runtime = runtime, .version = nullptr, .metadata = nullptr};
    }
    (*found).*which = kept;
    std::rotate(texts_.begin(), found, std::next(found));
    return kept;
}

}  // namespace serinus::rpc
