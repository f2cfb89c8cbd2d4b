#include "executor/host/registry.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/assert.hpp"

namespace serinus::executor::host {
namespace {

const char* name_of(wasm::ValueType type) {
    switch (type) {
        case wasm::ValueType::kI32:
            return "i32";
        case wasm::ValueType::kI64:
            return "i64";
        case wasm::ValueType::kF32:
            return "f32";
        case wasm::ValueType::kF64:
            return "f64";
    }
    return "?";
}

struct Registry {
    std::vector<const HostFunctionEntry*> all;
    std::unordered_map<std::string_view, const HostFunctionEntry*> by_name;

    Registry() {
        // clang-format off
        for (const auto list : {
            storage_functions,
            child_storage_functions,
            allocator_functions,
            logging_functions,
            misc_functions,
            hashing_functions,
            signature_functions,
            key_functions,
            trie_functions,
            indexing_functions,
            proof_size_functions,
            offchain_functions,
            offchain_http_functions,
        }) {
            // clang-format on
            for (const HostFunctionEntry& entry : list()) {
                all.push_back(&entry);
                const bool is_new = by_name.emplace(entry.name, &entry).second;
                SERINUS_ASSERT(is_new);
            }
        }
    }
};

const Registry& registry() {
    static const Registry the_registry;
    return the_registry;
}

}  // namespace

bool Signature::matches(const wasm::FunctionType& type) const noexcept {
    return std::equal(type.params.begin(), type.params.end(), params.begin(), params.begin() + count) &&
           type.result == result;
}

std::string Signature::to_string() const {
    std::string out = "(";
    for (uint8_t i = 0; i < count; ++i) {
        if (i > 0) out += ", ";
        out += name_of(params[i]);
    }
    out += ") -> ";
    return out + (result ? name_of(*result) : "()");
}

const HostFunctionEntry* find_host_function(std::string_view name) {
    const auto& by_name = registry().by_name;
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

std::span<const HostFunctionEntry* const> all_host_functions() { return registry().all; }

}  // namespace serinus::executor::host
