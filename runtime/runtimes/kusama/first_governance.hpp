/// Ends what the pallets of Kusama's first governance have left in the state: money that they reserved or locked is
/// free, and their storage is gone. Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs (migrations);
/// pallet-elections-phragmen, pallet-democracy and pallet-tips of polkadot-sdk v1.1.0, migrations
#pragma once

#include "runtime/arithmetic/weight.hpp"

namespace serinus::kusama {

/// Deposits of seats, candidates and voters, and the locks of voters who had staked something.
struct FreeElectionFunds {
    static sdk::Weight on_runtime_upgrade();
};
/// Deposits of proposals, and the locks of all who voted or delegated.
struct FreeDemocracyFunds {
    static sdk::Weight on_runtime_upgrade();
};
/// Deposits of those who reported something to be tipped.
struct FreeTipDeposits {
    static sdk::Weight on_runtime_upgrade();
};
/// All keys of six pallets.
struct RemoveFirstGovernance {
    static sdk::Weight on_runtime_upgrade();
};

}  // namespace serinus::kusama
