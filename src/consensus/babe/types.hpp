/// BABE's data as they stand in digests and as the runtime gives them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "codec/scale.hpp"
#include "crypto/vrf.hpp"
#include "primitives/header.hpp"
#include "runtime_api/babe.hpp"

namespace serinus::consensus::babe {

using runtime_api::babe::AllowedSlots;
using runtime_api::babe::Authority;
using runtime_api::babe::Configuration;
using runtime_api::babe::DescribedEpoch;
using runtime_api::babe::EpochConfig;
using runtime_api::babe::LeaderRate;
using runtime_api::babe::Randomness;
using runtime_api::babe::Slot;

/// What an author claims. Spec: defn-babe-header
struct Primary {
    uint32_t authority_index = 0;
    Slot slot = 0;
    crypto::vrf::Signature vrf;
};
struct SecondaryPlain {
    uint32_t authority_index = 0;
    Slot slot = 0;
};
struct SecondaryVrf {
    uint32_t authority_index = 0;
    Slot slot = 0;
    crypto::vrf::Signature vrf;
};
using PreDigest = scale::Enum<scale::At<1, Primary>, scale::At<2, SecondaryPlain>, scale::At<3, SecondaryVrf>>;

Slot slot_of(const PreDigest& claim) noexcept;
uint32_t authority_index_of(const PreDigest& claim) noexcept;

/// Announced by the first block of an epoch, for the epoch after it. Spec: defn-consensus-message-babe
struct NextEpoch {
    std::vector<Authority> authorities;
    Randomness randomness{};
};
/// Index of a validator that is disabled until the epoch's end; its blocks stay valid for the host.
struct OnDisabled {
    uint32_t authority_index = 0;
};
struct NextConfigV1 {
    LeaderRate rate;
    AllowedSlots allowed_slots = AllowedSlots::kPrimary;
};
using NextConfig = scale::Enum<scale::At<1, NextConfigV1>>;
using ConsensusLog = scale::Enum<scale::At<1, NextEpoch>, scale::At<2, OnDisabled>, scale::At<3, NextConfig>>;

/// The BABE items of one header.
struct HeaderDigests {
    std::optional<PreDigest> claim;
    std::optional<NextEpoch> next_epoch;
    std::optional<NextConfigV1> next_config;
};

/// Finds them. What cannot be decoded is ignored. The error is why the header is bad: one of them is there twice.
/// Observed: find_pre_digest, find_next_epoch_digest and find_next_config_digest of sc_consensus_babe,
/// polkadot-stable2407
Result<HeaderDigests, std::string> find_digests(const primitives::Header& header);

}  // namespace serinus::consensus::babe
