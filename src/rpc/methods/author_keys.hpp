/// The keys of an authority: author_insertKey, author_rotateKeys…
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

void add_author_keys(Registry& registry, Services& services);

}  // namespace serinus::rpc
