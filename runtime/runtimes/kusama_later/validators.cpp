#include "runtime/runtimes/kusama_later/validators.hpp"

#include <algorithm>

#include "runtime/runtimes/kusama_later/config/consensus.hpp"

namespace serinus::kusama_later {

std::optional<FullIdentification> FullIdentificationOf::convert(const sdk::AccountId& validator) {
    const auto validators = Session::validators();
    if (std::ranges::find(validators, validator) == validators.end()) return std::nullopt;
    return FullIdentification();
}

}  // namespace serinus::kusama_later
