/// dev_setHead: another block becomes the best one.
#include "rpc/methods/dev_head.hpp"

#include "base/hex.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/seal_now.hpp"

namespace serinus::rpc {
namespace {

using chain::BlockId;
using chain::ChainError;

/// Observed: code and words of Chopsticks 1.5.1.
RpcError not_found(const Json* which) {
    return {1, "Block not found" + (which == nullptr ? std::string() : " " + boost::json::serialize(*which))};
}

}  // namespace

Result<Hash256, RpcError> HeadSetter::find(const Json* which) {
    if (which != nullptr && which->is_number()) {
        boost::system::error_code error;
        const auto wanted = which->to_number<int64_t>(error);
        const int64_t absolute = wanted > 0 ? wanted : static_cast<int64_t>(client_->best().number) + wanted;
        const auto number = static_cast<uint32_t>(absolute);
        if (absolute < 0 || absolute > UINT32_MAX) error = boost::json::error::not_exact;
        const auto hash =
            error ? Result<std::optional<Hash256>, ChainError>(std::optional<Hash256>()) : client_->find_hash(number);
        if (hash && *hash) return **hash;
    } else if (which != nullptr && which->is_string()) {
        const auto hash = from_hex_prefixed(which->get_string());
        if (hash && hash->size() == 32) {
            Hash256 out;
            std::ranges::copy(*hash, out.bytes.begin());
            return out;
        }
    }
    return Err(not_found(which));
}

Result<BlockId, RpcError> HeadSetter::set(const Json* which) {
    TRY_ASSIGN(const Hash256 hash, find(which));
    const auto header = client_->find_header(hash);
    if (!header) return Err(internal_error(header.error().reason));
    if (*header == nullptr || !client_->has_state(hash)) return Err(not_found(which));
    const auto head = wait_for_seal([&](auto callback) { sealing_->set_head(hash, std::move(callback)); });
    if (head) return *head;
    const char* advice = client_->is_revertible() ? "" : ". Blocks that are final stay, except on forks";
    return Err(internal_error("the head cannot be set: " + head.error().reason + advice));
}

}  // namespace serinus::rpc
