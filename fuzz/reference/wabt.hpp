/// wabt as the other opinion: what it takes for a valid module, and what its interpreter computes.
#pragma once

#include "base/bytes.hpp"
#include "wabt/binary-reader-ir.h"
#include "wabt/binary-reader.h"
#include "wabt/ir.h"
#include "wabt/validator.h"

namespace serinus::fuzz {

/// WebAssembly 1.0, mutable globals, sign extension. There is no call that disables all else, and some of it is on by
/// default.
inline wabt::Features wabt_features() {
    wabt::Features features;
    features.disable_exceptions();
    features.disable_sat_float_to_int();
    features.disable_simd();
    features.disable_relaxed_simd();
    features.disable_threads();
    features.disable_function_references();
    features.disable_multi_value();
    features.disable_tail_call();
    features.disable_bulk_memory();
    features.disable_reference_types();
    features.disable_annotations();
    features.disable_code_metadata();
    features.disable_gc();
    features.disable_memory64();
    features.disable_multi_memory();
    features.disable_extended_const();
    features.enable_mutable_globals();
    features.enable_sign_extension();
    return features;
}

/// nullopt: valid; otherwise why not.
inline std::optional<std::string> wabt_refusal(BytesView wasm) {
    const wabt::ReadBinaryOptions options(wabt_features(), nullptr, false, true, false);
    wabt::Errors errors;
    wabt::Module module;
    const auto first = [&] { return errors.empty() ? std::string("no reason") : errors[0].message; };
    if (wabt::Failed(wabt::ReadBinaryIr("fuzz", wasm.data(), wasm.size(), options, &errors, &module))) return first();
    if (wabt::Failed(wabt::ValidateModule(&module, &errors, wabt::ValidateOptions(options.features)))) return first();
    return std::nullopt;
}

}  // namespace serinus::fuzz
