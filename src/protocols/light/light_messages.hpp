/// Requests of light clients and their answers, as they stand on the protocol light/2.
/// Spec: sect-light-msg
/// Observed: polkadot-stable2407, light.v1.proto; read requests of version 2: RFC-9
#pragma once

#include <variant>

#include "libp2p/wire/protobuf.hpp"
#include "state/range_proof.hpp"

namespace serinus::network::serve {

struct LightCall {
    Hash256 block;
    std::string method;
    Bytes arguments;

    friend bool operator==(const LightCall&, const LightCall&) = default;
};

struct LightRead {
    Hash256 block;
    std::optional<Bytes> child;  ///< the storage key of a child trie, without ":child_storage:default:"
    state::KeysToProve keys;
};

using LightRequest = std::variant<LightCall, LightRead>;

/// Ours: keys of one request.
inline constexpr size_t kMaxLightKeys = 4096;

/// Errors: kMissingField without a request, a block, a method, arguments or keys; kBadValue for a block that is no
/// hash, the key of a child trie of another kind, and more than kMaxLightKeys keys.
Result<LightRequest, wire::ProtobufError> decode_light_request(BytesView encoded);

/// The answer with SCALE of a StorageProof; nullopt: it cannot be given.
Bytes encode_light_answer(const LightRequest& request, const std::optional<Bytes>& proof);

}  // namespace serinus::network::serve
