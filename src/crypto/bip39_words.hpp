/// The English word list of BIP-39.
#pragma once

#include "base/bytes.hpp"

namespace serinus::crypto::bip39 {

inline constexpr size_t kWordCount = 2048;  ///< a word stands for 11 bits

/// `index` is below kWordCount.
std::string_view word_at(size_t index) noexcept;

/// The position of exactly this word, lower case. Not for secrets of others: the time depends on the word.
std::optional<size_t> find_word(std::string_view word) noexcept;

}  // namespace serinus::crypto::bip39
