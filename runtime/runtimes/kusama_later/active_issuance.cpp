#include "runtime/runtimes/kusama_later/config/accounts.hpp"
#include "runtime/runtimes/kusama_later/config/governance.hpp"

namespace serinus::kusama_later {

sdk::Balance ActiveIssuance::get() { return Currency::active_issuance(); }

}  // namespace serinus::kusama_later
