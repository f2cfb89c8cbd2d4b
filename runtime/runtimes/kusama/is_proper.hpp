/// Which of Kusama's two compositions is built.
///
/// The development composition has Sudo, and two tracks whose referenda take a few blocks, for those who develop and
/// test, and candidate receipts of version 3 with ParachainHost 16, as Kusama has them since 2.3.2. The proper one is
/// what Kusama 1.7.1 is: it has none of these. Sources that differ are compiled for each: table.cpp, presets.cpp,
/// version.cpp, the exports, and what follows from the configurations of Referenda and of ParasShared.
#pragma once

namespace serinus::kusama {

#ifdef SERINUS_KUSAMA_PROPER
inline constexpr bool kIsProper = true;
#else
inline constexpr bool kIsProper = false;
#endif

}  // namespace serinus::kusama
