#include "runtime/runtimes/polkadot/runtime.hpp"

namespace serinus::polkadot {

sdk::Balance ActiveIssuance::get() { return Balances::active_issuance(); }

}  // namespace serinus::polkadot
