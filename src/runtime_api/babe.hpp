/// The API BabeApi. Spec: sect-rte-babeapi-epoch
#pragma once

#include "crypto/sr25519.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::babe {

using Randomness = ByteArray<32>;
using Slot = uint64_t;

struct Authority {
    crypto::sr25519::PublicKey key;
    uint64_t weight = 0;

    friend bool operator==(const Authority&, const Authority&) = default;
};

/// Which authors a slot has that no primary author won. Runtimes of before 2020 have a bool here: false is 0, true is
/// 1.
enum class AllowedSlots : uint8_t { kPrimary = 0, kSecondaryPlain = 1, kSecondaryVrf = 2 };

/// A fraction: of all slots, this share has a primary author.
struct LeaderRate {
    uint64_t numerator = 1;
    uint64_t denominator = 4;

    friend bool operator==(const LeaderRate&, const LeaderRate&) = default;
};

/// The epochs of a chain at its genesis.
struct Configuration {
    uint64_t slot_duration_ms = 0;
    uint64_t epoch_length = 0;  ///< slots
    LeaderRate rate;
    std::vector<Authority> authorities;
    Randomness randomness{};
    AllowedSlots allowed_slots = AllowedSlots::kPrimary;

    friend bool operator==(const Configuration&, const Configuration&) = default;
};

/// What may change from epoch to epoch besides the authorities.
struct EpochConfig {
    LeaderRate rate;
    AllowedSlots allowed_slots = AllowedSlots::kPrimary;

    friend bool operator==(const EpochConfig&, const EpochConfig&) = default;
};

struct DescribedEpoch {
    uint64_t index = 0;
    Slot start_slot = 0;
    uint64_t length = 0;  ///< slots
    std::vector<Authority> authorities;
    Randomness randomness{};
    EpochConfig config;

    friend bool operator==(const DescribedEpoch&, const DescribedEpoch&) = default;
};

inline constexpr Call<Configuration()> kConfiguration{"BabeApi_configuration", {}, Reuse::kAtBlock};
inline constexpr Call<DescribedEpoch()> kCurrentEpoch{"BabeApi_current_epoch", {}, Reuse::kAtBlock};
inline constexpr Call<DescribedEpoch()> kNextEpoch{"BabeApi_next_epoch", {}, Reuse::kAtBlock};
/// An opaque proof that the key was an authority of the slot's session; nullopt: the runtime keeps none of it.
inline constexpr Call<std::optional<Bytes>(Slot, crypto::sr25519::PublicKey)> kGenerateKeyOwnershipProof{
    "BabeApi_generate_key_ownership_proof"};
/// The runtime submits the report as a transaction of this node; nullopt: it makes none. `Proof` is
/// consensus::babe::EquivocationProof.
template <class Proof>
inline constexpr Call<std::optional<scale::Unit>(Proof, Bytes)> kSubmitReport{
    "BabeApi_submit_report_equivocation_unsigned_extrinsic"};

}  // namespace serinus::runtime_api::babe
