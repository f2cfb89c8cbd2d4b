// Runtime code as it may stand in any state: compressed or not, damaged or not.
#include "executor/runtime_code.hpp"
#include "base/assert.hpp"
#include "codec/scale.hpp"

using namespace serinus;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView code(data, size);
    Bytes storage;
    const auto wasm = executor::wasm_of(code, storage);
    if (!wasm) return 0;
    SERINUS_ASSERT(wasm->size() >= 8 && wasm->size() <= std::max(executor::kMaxWasmBytes, size));
    if (!executor::is_compressed(code)) SERINUS_ASSERT(wasm->data() == data && wasm->size() == size);

    const auto version = executor::find_embedded_version(*wasm);
    if (!version || !*version) return 0;
    // What was read stands in the module as it would be written.
    const auto& read = **version;
    const Bytes written = scale::encode(
        std::tuple(read.spec_name, read.impl_name, read.authoring_version, read.spec_version, read.impl_version));
    SERINUS_ASSERT(as_text(*wasm).find(as_text(written)) != std::string_view::npos);
    return 0;
}
