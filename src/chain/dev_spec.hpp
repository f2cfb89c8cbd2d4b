/// The chain that this program carries in itself, for those who develop against it.
#pragma once

#include "chain/chain_spec.hpp"

namespace serinus::chain {

/// A chain of one node on which the well-known development accounts own 1,000,000 units each: //Alice, //Bob,
/// //Charlie,
/// //Dave, //Eve, //Ferdie and the //stash of each. Their secrets are public.
///
/// The genesis has the accounts and the total issuance, in the storage layout of Kusama's current System and Balances
/// pallets. It has no `:code`, so the chain can be looked at but not run.
ChainSpec development_spec();

}  // namespace serinus::chain
