/// Which of Kusama's two compositions is built.
///
/// The development composition has Sudo, and two tracks whose referenda take a few blocks, for those who
/// develop and test. The proper one is what runs on Kusama: it has neither. Sources that differ
/// are compiled for each: table.cpp, presets.cpp, and what follows from the configuration of Referenda.
#pragma once

namespace serinus::kusama {

#ifdef SERINUS_KUSAMA_PROPER
inline constexpr bool kIsProper = true;
#else
inline constexpr bool kIsProper = false;
#endif

}  // namespace serinus::kusama
