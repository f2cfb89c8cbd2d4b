/// What XCM's instructions weigh. Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/xcm
#pragma once

#include "runtime/xcm/instruction.hpp"

namespace serinus::kusama::weights {

/// An instruction without the call or the program inside of it. Assets count one by one, and unknown ones the maximum.
sdk::Weight xcm_instruction(const xcm::Instruction& instruction);

}  // namespace serinus::kusama::weights
