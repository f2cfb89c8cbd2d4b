#include "wasm/engine.hpp"

#include "platform/process.hpp"

namespace serinus::wasm {

std::unique_ptr<Engine> make_engine() {
    const bool is_limited = platform::address_space_limit().has_value();
    if (auto jit = make_jit(is_limited ? AddressSpace::kScarce : AddressSpace::kAmple)) return jit;
    return make_interpreter();
}

}  // namespace serinus::wasm
