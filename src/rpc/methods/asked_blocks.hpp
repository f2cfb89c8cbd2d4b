/// Light methods about blocks that a fork may have to ask its origin for.
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

/// `method`, where it runs if `is_at_hand`: what it needs is known without asking. Otherwise it runs as heavy calls do,
/// on a thread that may wait. The method must not use the limits of its call.
LaterMethod where_it_may_wait(std::function<bool(const Call&)> is_at_hand, LaterMethod method);

/// Of a method whose argument `index` is the hash of a block, or nothing.
LaterMethod where_it_may_wait(chain::Client& client, size_t index, LaterMethod method);

/// A method that gives its result at once.
LaterMethod at_once(Method method);

}  // namespace serinus::rpc
