/// The header with which a block begins that nobody makes: to try what one would do.
#pragma once

#include "primitives/block.hpp"

namespace serinus::consensus {

/// On top of `parent`, one slot of BABE or Aura later. Nobody claims the slot: it is what runtimes read of these items.
primitives::Header next_header(const primitives::Header& parent);

}  // namespace serinus::consensus
