/// Lists of handlers: several types that are notified of the same event, `List<A, B>`, called in order.
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Calls `f.template operator()<Handler>()` for each, in order:
///
///     for_each_handler(typename T::OnKilledAccount{}, [&]<class Handler>() { Handler::on_killed_account(who); });
template <class... Handler, class F>
void for_each_handler(List<Handler...>, F&& f) {
    (f.template operator()<Handler>(), ...);
}

}  // namespace serinus::sdk
