/// Inherents: extrinsics that the block's author adds, from data that the node provides.
/// Spec: sect-inherents
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

using InherentIdentifier = ByteArray<8>;

struct InherentData {
    std::map<InherentIdentifier, Bytes> data;

    /// The decoded data of one kind; nullopt if it is absent or broken. What stands behind it is ignored.
    template <class V>
    std::optional<V> get(const InherentIdentifier& id) const {
        const auto found = data.find(id);
        if (found == data.end()) return std::nullopt;
        BytesView bytes = found->second;
        auto value = scale::take<V>(bytes);
        return value ? std::optional<V>(*std::move(value)) : std::nullopt;
    }
};

/// What the checks of a block's inherents found, as the node reads it.
struct CheckInherentsResult {
    bool okay = true;
    bool fatal_error = false;
    InherentData errors;

    /// `error` is the encoded error of the pallet with that identifier. After a fatal error nothing is added.
    void put_error(const InherentIdentifier& id, Bytes error, bool is_fatal) {
        if (fatal_error) return;
        okay = false;
        if (is_fatal) {
            fatal_error = true;
            errors.data.clear();
        }
        errors.data.try_emplace(id, std::move(error));
    }
};

/// An error of one inherent: encoded, with its weight.
struct InherentError {
    Bytes encoded;
    bool is_fatal = false;
};

}  // namespace serinus::sdk
