/// What errors of tries mean for a state. For this folder only.
#pragma once

#include "state/backend.hpp"
#include "trie/reader.hpp"
#include "trie/trie.hpp"

namespace serinus::state {

StateError state_error(trie::TrieError error);
StateError state_error(trie::ReadError error);

/// The same result with the error of a state.
template <class T, class E>
Result<T, StateError> as_state_result(Result<T, E> result) {
    ENSURE(result.has_value(), state_error(result.error()));
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        return std::move(result).value();
    }
}

}  // namespace serinus::state
