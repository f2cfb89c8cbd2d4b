/// The names of the pallets of this folder, for lists of runtimes (../names.hpp).
#pragma once

// clang-format off
namespace serinus {

namespace polkadot_runtime_parachains::later::assigner_coretime { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::later::candidate_inclusion { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::later::candidate_inherent { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::later::core_scheduler { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::later::coretime { template <class T> struct Pallet; }
namespace polkadot_runtime_parachains::later::on_demand { template <class T> struct Pallet; }

}  // namespace serinus
// clang-format on
