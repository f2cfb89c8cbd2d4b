/// What the next candidate of a para may do, as the runtime says it.
/// Observed: polkadot-primitives 26.0.0, v9, async_backing.rs: `backing_constraints` of ParachainHost 13.
#pragma once

#include "primitives/parachain/core.hpp"

namespace serinus::polkadot_primitives::v9::async_backing {

struct InboundHrmpLimitations {
    std::vector<primitives::BlockNumber> valid_watermarks;  ///< ascending: blocks with messages that are not read yet
    friend bool operator==(const InboundHrmpLimitations&, const InboundHrmpLimitations&) = default;
};

/// What a channel to another para still takes.
struct OutboundHrmpChannelLimitations {
    uint32_t bytes_remaining{};
    uint32_t messages_remaining{};
    friend bool operator==(const OutboundHrmpChannelLimitations&, const OutboundHrmpChannelLimitations&) = default;
};

struct Constraints {
    primitives::BlockNumber min_relay_parent_number{};
    uint32_t max_pov_size{};        ///< bytes
    uint32_t max_code_size{};       ///< bytes
    uint32_t max_head_data_size{};  ///< bytes
    uint32_t ump_remaining{};       ///< messages
    uint32_t ump_remaining_bytes{};
    uint32_t max_ump_num_per_candidate{};
    std::vector<primitives::BlockNumber> dmp_remaining_messages;  ///< the blocks that they were sent at
    InboundHrmpLimitations hrmp_inbound;
    std::vector<std::pair<ParaId, OutboundHrmpChannelLimitations>> hrmp_channels_out;
    uint32_t max_hrmp_num_per_candidate{};
    HeadData required_parent;
    ValidationCodeHash validation_code_hash;
    std::optional<v5::UpgradeRestriction> upgrade_restriction;
    /// Code that a candidate with this relay parent, or a later one, makes the para's.
    std::optional<std::pair<primitives::BlockNumber, ValidationCodeHash>> future_validation_code;
    friend bool operator==(const Constraints&, const Constraints&) = default;
};

}  // namespace serinus::polkadot_primitives::v9::async_backing
