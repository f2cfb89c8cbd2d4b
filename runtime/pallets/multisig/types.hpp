/// What Multisig stores about an operation that waits for approvals.
/// Pallet: multisig
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_multisig {

using namespace sdk;

/// Names an extrinsic of this chain's past: its block and its place there.
template <class BlockNumber>
struct Timepoint {
    using Params = List<Param<"BlockNumber", BlockNumber>>;

    BlockNumber height{};
    uint32_t index{};
    friend bool operator==(const Timepoint&, const Timepoint&) = default;
};

template <class BlockNumber, class Balance, class AccountId, uint32_t kMaxApprovals>
struct Multisig {
    using Params = List<Param<"BlockNumber", BlockNumber>, Param<"Balance", Balance>, Param<"AccountId", AccountId>,
                        Param<"MaxApprovals">>;

    Timepoint<BlockNumber> when;                     ///< the extrinsic that opened it
    Balance deposit{};                               ///< planck, reserved from the depositor
    AccountId depositor;                             ///< who opened it
    BoundedVec<AccountId, kMaxApprovals> approvals;  ///< in ascending order, the depositor among them
    friend bool operator==(const Multisig&, const Multisig&) = default;
};

}  // namespace serinus::pallet_multisig
