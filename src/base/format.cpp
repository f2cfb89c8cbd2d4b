// Debian packages fmt as a shared library; compiled into this source, it is no further file to load at each start.
#define FMT_HEADER_ONLY
#include "base/format.hpp"

#include <fmt/format.h>

namespace serinus {

std::string format_values(fmt::string_view pattern, fmt::format_args values) { return fmt::vformat(pattern, values); }

}  // namespace serinus
