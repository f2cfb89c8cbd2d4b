/// The metadata of this runtime, as bytes: it is made natively (metadata/) and embedded in the Wasm module.
#pragma once

#include "base/bytes.hpp"

namespace serinus::kusama {

/// The metadata in that version, without a length prefix; empty if there is none.
Bytes metadata(uint32_t version);

}  // namespace serinus::kusama
