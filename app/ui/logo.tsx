/** The mark: a reef knot (平结), two ropes that hold because each passes through the other. The same as `public/favicon.svg`. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
      <rect width="40" height="40" rx="7" fill="#14524b" />
      <g fill="none">
        <path d={rightRope} stroke="#f0a884" strokeWidth="2.8" strokeLinecap="round" />
        <path d={leftRope} stroke="#14524b" strokeWidth="5" />
        <path d={leftRope} stroke="#fffefb" strokeWidth="2.8" strokeLinecap="round" />
        <path d={rightRopeOver} stroke="#14524b" strokeWidth="5" />
        <path d={rightRopeOver} stroke="#f0a884" strokeWidth="2.8" />
      </g>
    </svg>
  );
}

const leftRope = "M3.5 17H12.5C19 17 19 12 25 12A8 8 0 0 1 25 28C19 28 19 23 12.5 23H3.5";
const rightRope = "M36.5 17H27.5C21 17 21 12 15 12A8 8 0 0 0 15 28C21 28 21 23 27.5 23H36.5";
/** Where the right rope lies on top again. */
const rightRopeOver = "M8.6 15.2A8 8 0 0 0 8.6 24.8";
