#include "wasm/engine.hpp"

namespace serinus::wasm {

std::unique_ptr<Engine> make_jit() { return nullptr; }

}  // namespace serinus::wasm
