#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/governance.hpp"

namespace serinus::kusama {

sdk::Balance ActiveIssuance::get() { return Currency::active_issuance(); }

}  // namespace serinus::kusama
