/// What a node knows of a session: read once, at the first leaf whose children are of it, and shared by all that works
/// at blocks of the session.
#pragma once

#include <memory>

#include "crypto/sr25519.hpp"
#include "erasure/chunk_mapping.hpp"
#include "parachain/statements/session_grid.hpp"
#include "primitives/parachain/session.hpp"
#include "pvf/executor_params.hpp"
#include "runtime_api/parachain_host/types.hpp"

namespace serinus::services::paras {

using parachain::Bits;
using parachain::SessionIndex;
using parachain::ValidatorIndex;
using runtime_api::parachain_host::NodeFeature;

struct Session {
    SessionIndex index{};
    polkadot_primitives::v5::SessionInfo info;
    std::vector<crypto::sr25519::PublicKey> validators;      ///< those of `info`
    std::vector<crypto::sr25519::PublicKey> discovery_keys;  ///< of the validators, then of all other authorities
    std::optional<ValidatorIndex> own;                       ///< this node among the validators
    std::optional<ValidatorIndex> own_in_grid;               ///< among the discovery keys
    /// Whether it was read at a block whose children are of it. Otherwise what follows but for the parameters of
    /// executions is that of a later session.
    bool is_read_inside = false;
    ByteArray<32> epoch_randomness{};  ///< of the BABE epoch: orders the grid
    Bits features;
    uint32_t minimum_backing_votes = 2;
    uint32_t max_coalesced_approvals = 1;
    uint32_t code_bomb_limit = 20u << 20;  ///< bytes
    uint32_t lookahead = 3;                ///< blocks in which a scheduling parent may be used, itself among them
    pvf::ExecutorParams executor_params;
    std::optional<erasure::Code> code;  ///< nullopt: with so many validators nothing is made available

    bool has_feature(NodeFeature feature) const noexcept {
        const auto bit = static_cast<size_t>(feature);
        return bit < features.size() && features[bit];
    }
    erasure::ChunkMapping mapping() const noexcept {
        return erasure::ChunkMapping{has_feature(NodeFeature::kAvailabilityChunkMapping)};
    }
    /// The chunk of this node of a candidate on a core; nullopt if it has none.
    std::optional<uint32_t> own_chunk(parachain::CoreIndex core) const noexcept {
        if (!own || !code) return std::nullopt;
        return erasure::chunk_of_validator(*code, mapping(), core._0, own->_0);
    }
    parachain::SessionGrid grid() const { return {discovery_keys.size(), epoch_randomness}; }
};

}  // namespace serinus::services::paras
