/// For tests: what a verdict must be.
#pragma once

#include <gmock/gmock.h>

#include <ostream>

#include "chain/import/refusal.hpp"

namespace serinus::chain {

inline void PrintTo(const Refusal& refusal, std::ostream* out) {
    *out << "refused: " << to_string(refusal.reason) << " (" << refusal.text << ")";
}

/// A verdict that refuses for this reason, with `text` somewhere in its own.
MATCHER_P2(IsRefused, reason, text, "") {
    return arg.has_value() && arg->reason == reason && arg->text.find(text) != std::string::npos;
}

}  // namespace serinus::chain
