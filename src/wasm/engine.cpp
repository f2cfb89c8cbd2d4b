#include "wasm/engine.hpp"

namespace serinus::wasm {

std::unique_ptr<Engine> make_engine() {
    if (auto jit = make_jit()) return jit;
    return make_interpreter();
}

}  // namespace serinus::wasm
