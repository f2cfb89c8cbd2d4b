#include "rpc/methods/block_metadata.hpp"

#include "runtime_api/newest_metadata.hpp"

namespace serinus::rpc {

Result<std::shared_ptr<const metadata::Metadata>, RpcError> BlockMetadata::of(const Call& call, const Hash256& block) {
    const auto loaded = open_runtime(*client_, block);
    if (!loaded) return Err(internal_error(loaded.error()));
    {
        const std::lock_guard lock(mutex_);
        if (runtime_ == loaded->runtime) return metadata_;
    }
    auto bytes = runtime_api::newest_metadata([&](const auto& api, const auto&... arguments) {
        return ask_runtime(*client_, call, block, api, {}, arguments...);
    });
    if (!bytes) return Err(internal_error(bytes.error()));
    auto decoded = metadata::Metadata::decode(*std::move(bytes));
    if (!decoded) return Err(internal_error(decoded.error()));
    std::shared_ptr<const metadata::Metadata> out = *std::move(decoded);
    const std::lock_guard lock(mutex_);
    runtime_ = loaded->runtime;
    metadata_ = out;
    return out;
}

}  // namespace serinus::rpc
