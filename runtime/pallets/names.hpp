/// The names of all pallets here, so that the list of a runtime needs no more of them.
#pragma once

// clang-format off
namespace serinus {

namespace frame_system { template <class T> struct Pallet; }
namespace pallet_asset_rate { template <class T> struct Pallet; }
namespace pallet_aura { template <class T> struct Pallet; }
namespace pallet_authority_discovery { template <class T> struct Pallet; }
namespace pallet_authorship { template <class T> struct Pallet; }
namespace pallet_babe { template <class T> struct Pallet; }
namespace pallet_bags_list { template <class T> struct Pallet; }
namespace pallet_balances { template <class T> struct Pallet; template <class T> struct Currency; }
namespace pallet_beefy { template <class T> struct Pallet; }
namespace pallet_beefy_mmr { template <class T> struct Pallet; }
namespace pallet_bounties { template <class T> struct Pallet; }
namespace pallet_child_bounties { template <class T> struct Pallet; }
namespace pallet_conviction_voting { template <class T> struct Pallet; }
namespace pallet_custom_origins { template <class T> struct Pallet; }
namespace pallet_delegated_staking { template <class T> struct Pallet; }
namespace pallet_election_provider_multi_phase { template <class T> struct Pallet; }
namespace pallet_fast_unstake { template <class T> struct Pallet; }
namespace pallet_grandpa { template <class T> struct Pallet; }
namespace pallet_identity { template <class T> struct Pallet; }
namespace pallet_indices { template <class T> struct Pallet; }
namespace pallet_message_queue { template <class T> struct Pallet; }
namespace pallet_mmr { template <class T> struct Pallet; }
namespace pallet_multisig { template <class T> struct Pallet; }
namespace pallet_nis { template <class T> struct Pallet; }
namespace pallet_nomination_pools { template <class T> struct Pallet; }
namespace pallet_offences { template <class T> struct Pallet; }
namespace pallet_parameters { template <class T> struct Pallet; }
namespace pallet_preimage { template <class T> struct Pallet; }
namespace pallet_proxy { template <class T> struct Pallet; }
namespace pallet_ranked_collective { template <class T> struct Pallet; }
namespace pallet_recovery { template <class T> struct Pallet; }
namespace pallet_referenda { template <class T> struct Pallet; }
namespace pallet_scheduler { template <class T> struct Pallet; }
namespace pallet_session { template <class T> struct Pallet; }
namespace pallet_session::historical { template <class T> struct Pallet; }
namespace pallet_society { template <class T> struct Pallet; }
namespace pallet_staking { template <class T> struct Pallet; }
namespace pallet_sudo { template <class T> struct Pallet; }
namespace pallet_timestamp { template <class T> struct Pallet; }
namespace pallet_transaction_payment { template <class T> struct Pallet; }
namespace pallet_treasury { template <class T> struct Pallet; }
namespace pallet_utility { template <class T> struct Pallet; }
namespace pallet_vesting { template <class T> struct Pallet; }
namespace pallet_whitelist { template <class T> struct Pallet; }
namespace pallet_xcm { template <class T> struct Pallet; }
namespace polkadot_runtime_common::auctions { template <class T> struct Pallet; }
namespace polkadot_runtime_common::claims { template <class T> struct Pallet; }
namespace polkadot_runtime_common::crowdloan { template <class T> struct Pallet; }
namespace polkadot_runtime_common::paras_registrar { template <class T> struct Pallet; }
namespace polkadot_runtime_common::slots { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::assigner_coretime { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::configuration { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::coretime { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::disputes { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::disputes::slashing { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::dmp { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::hrmp { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::inclusion { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::initializer { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::on_demand { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::origin { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::para_scheduler { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::paras { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::paras_inherent { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::session_info { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::shared { template <class T> struct Pallet; }

}  // namespace serinus
// clang-format on
