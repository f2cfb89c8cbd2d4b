/// The programs by which assets go to another chain: one that runs here, and one that is sent. Compiled once.
/// Source: pallet-xcm 22, lib.rs; staging-xcm-executor 21, traits/asset_transfer.rs
#pragma once

#include <span>

#include "runtime/pallets/xcm/types.hpp"
#include "runtime/xcm/executor.hpp"

namespace serinus::pallet_xcm {

/// What a call may move at once.
inline constexpr size_t kMaxAssetsForTransfer = 2;

/// What filters of a configuration look at: assets that an origin wants to transfer, or a program that it wants to run.
struct AssetsOf {
    const xcm::Location& origin;
    std::span<const xcm::Asset> assets;
};
struct ProgramOf {
    const xcm::Location& origin;
    const xcm::Program& program;
};

/// One chain's rules for transfers.
struct TransferRules {
    const xcm::Config& config;
    bool (*may_teleport)(const AssetsOf&);
    bool (*may_transfer_reserves)(const AssetsOf&);
};

/// What is to be transferred, in version 5.
struct Transfer {
    xcm::Location origin;
    xcm::Location dest;
    /// Who gets the assets there; without it `on_dest` says what happens to them.
    std::optional<xcm::Location> beneficiary;
    xcm::Program on_dest;
    std::vector<xcm::Asset> assets;
    size_t fee_item{};  ///< which of them pays for execution there
    xcm::WeightLimit limit;
};

/// How a transfer goes, for the asset that pays fees and for the others.
struct TransferWays {
    TransferType fees;
    TransferType assets;
};

struct TransferPrograms {
    xcm::Program local;
    std::optional<xcm::Program> remote;  ///< without one the local program sends what is to be sent
};

/// How an asset goes to `dest`, by whom this chain trusts. Error: InvalidAssetUnknownReserve.
Result<TransferType, ErrorCode> transfer_type(const xcm::Config& config, const xcm::Asset& asset,
                                              const xcm::Location& dest);

/// How each goes; the others go alike. Errors: Empty (an amount of 0, or no such fee item), TooManyReserves, those of
/// transfer_type().
Result<TransferWays, ErrorCode> transfer_ways(const xcm::Config& config, const Transfer& transfer);

/// The network's own asset does not go over reserves while these are moved to another chain, unless the caller says
/// which reserve is meant. Errors: Empty (no such fee item), InvalidAssetUnknownReserve.
Result<void, ErrorCode> check_native_reserve(const xcm::Config& config, const Transfer& transfer,
                                             const TransferWays& ways);

/// The programs of a transfer with these ways. What is teleported is noted as gone already here, so it belongs into a
/// layer of storage. Errors: Empty, Filtered, CannotReanchor, CannotCheckOutTeleport, FeesNotMet, BadVersion,
/// InvalidAssetUnsupportedReserve.
Result<TransferPrograms, ErrorCode> transfer_programs(const TransferRules& rules, Transfer transfer,
                                                      const TransferWays& ways);

}  // namespace serinus::pallet_xcm
