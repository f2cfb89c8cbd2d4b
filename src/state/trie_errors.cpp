#include "state/trie_errors.hpp"

namespace serinus::state {

StateError state_error(trie::TrieError error) {
    using Kind = StateError::Kind;
    switch (error) {
        case trie::TrieError::kMissing:
            return {Kind::kMissing, to_string(error)};
        case trie::TrieError::kSourceFailed:
            return {Kind::kIo, to_string(error)};
        case trie::TrieError::kMalformedNode:
        case trie::TrieError::kTooLarge:
            break;
    }
    return {Kind::kCorrupt, to_string(error)};
}

StateError state_error(trie::ReadError error) {
    using Kind = StateError::Kind;
    switch (error) {
        case trie::ReadError::kMissing:
            return {Kind::kMissing, to_string(error)};
        case trie::ReadError::kSourceFailed:
            return {Kind::kIo, to_string(error)};
        case trie::ReadError::kProofTooLarge:
            return {Kind::kTooLarge, to_string(error)};
        case trie::ReadError::kMalformedNode:
            break;
    }
    return {Kind::kCorrupt, to_string(error)};
}

}  // namespace serinus::state
